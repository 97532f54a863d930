"""Screens of training: the roster, the chain, who stands where, the workbook."""
