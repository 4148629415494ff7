from django.shortcuts import get_object_or_404

from groups.models import Group


def get_group(request, slug):
    """What a URL names, if the person may see it: denied and absent are the same 404."""
    groups = Group.objects.visible_to(request.user).select_related("stream")
    return get_object_or_404(groups, slug=slug)
