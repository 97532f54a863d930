from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "pueredu.documents"
    verbose_name = "公文"
