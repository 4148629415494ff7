"""An address or an account that is taken away may have been what let someone in."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db.models.signals import post_delete
from django.dispatch import receiver

from groups.models.admission import check_again


@receiver(post_delete, sender=EmailAddress)
@receiver(post_delete, sender=SocialAccount)
def end_what_stood_on_it(instance, **kwargs):
    check_again(instance.user)
