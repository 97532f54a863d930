from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "accountability"
    verbose_name = "述职评议"
    menu = (("述职报告", "accountability:report-list", "accountability.view_report"),)
