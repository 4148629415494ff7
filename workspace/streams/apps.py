from django.apps import AppConfig


class StreamsConfig(AppConfig):
    name = "workspace.streams"
    label = "streams"
