from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "十条措施"

    menu = (
        ("十条措施", "measures:measure-list", "measures.view_measure"),
        ("承诺台账", "measures:commitment-list", "measures.view_commitment"),
    )
