from django.apps import AppConfig

from pueredu.calendar.shapes import name_values


class AccountabilityConfig(AppConfig):
    name = "accountability"
    verbose_name = "述职评议"
    menu = (("述职报告", "accountability:report-list", "accountability.view_report"),)

    def ready(self):
        # who has spoken the 点评 so far: the letter's 挂钩 member in 2022, the secretary in 2025
        speakers = {"city_party_secretary": "市委书记", "linked_committee_member": "挂联市委常委"}
        name_values("accountability.commentator", speakers)
