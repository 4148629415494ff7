"""What must follow when something happens in django-allauth."""

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
)
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver


@receiver([password_changed, password_set, password_reset])
def end_other_sessions(request, user, **kwargs):
    """Whoever knew the old password is out, and so are the sockets of those sessions."""
    user.sessions.exclude(session_key=request.session.session_key).delete()


@receiver(authentication_step_completed)
def know_the_address(user, method, email=None, **kwargs):
    """Who took part by mail until now has no address in django-allauth, which confirms only those
    that it knows: without this, the first mailed code would be followed by a second one."""
    if method == "code" and email == user.email:
        user.emailaddress_set.get_or_create(email=email, defaults={"primary": True})


@receiver([post_save, post_delete], sender=EmailAddress)
def settle_after_a_change(instance, origin=None, **kwargs):
    """Whatever happens to an address may prove, or no longer prove, for whom someone works."""
    if origin in (None, instance):  # else the person is deleted too
        instance.user.settle()


@receiver(user_logged_in)
def settle_at_sign_in(user, **kwargs):
    user.settle()
