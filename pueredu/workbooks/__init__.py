"""The sheet: templates, staged imports, error workbooks and exports."""
