from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "pueredu.files"
    verbose_name = "文件"
