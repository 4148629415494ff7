"""The permission matrix: who gets what at every address.

A row is the name of an address, the thing in `world.py` that it leads to, and for GET and for POST
what each role gets, in the order of `world.ROLES`:

    +  the page, the part or the file        .  404: it does not exist for this person
    ~  led on, after a deed that was done     >  led to sign in, as for what does not exist
    -  403: sees it, and may not do this      m  405: there is no such method here
    ?  400 or 422: back to the form           x  410: it was there, for whoever held the link

                                                     anonymous
                                                     |signed in
                                                     ||external
                                                     |||guest
                                                     ||||member
                                                     |||||moderator
                                                     ||||||owner
                                                     |||||||paused
                                                     ||||||||banned
                                                     |||||||||removed
                                                     ||||||||||sub-site administrator
                                                     |||||||||||platform administrator

An address that leads to no thing has a `-` for it. The same address stands in as many rows as there
are kinds of places where the rule differs.
"""

ROWS = [
    line.split()
    for line in """
healthz                       -                      ++++++++++++  ++++++++++++
readyz                        -                      ++++++++++++  ++++++++++++
outbox                        -                      ............  ............
language                      -                      mmmmmmmmmmmm  >>>>>>>>>>>>
home                          -                      >+++++++++++  >mmmmmmmmmmm
mentions                      -                      >+++++++++++  >mmmmmmmmmmm
sidebar                       -                      >+++++++++++  >mmmmmmmmmmm
order                         -                      >mmmmmmmmmmm  >~~~~~~~~~~~
preview                       -                      >mmmmmmmmmmm  >+++++++++++
documents                     -                      >+++++++++++  >mmmmmmmmmmm
profile                       -                      >+++++++++++  >+++++++++++
session_end                   -                      >mmmmmmmmmmm  >...........
handover                      -                      >+++++++++++  >+++++++++++
people                        -                      >+++++++++++  >mmmmmmmmmmm
talk                          -                      >mmmmmmmmmmm  >???????????
person                        person@platform        >+++++++++++  >mmmmmmmmmmm
person                        unseen@platform        >...........  >mmmmmmmmmmm
picture                       person@platform        >...........  >...........
handover_of                   person@platform        >..........+  >..........+
organisations                 -                      >..........+  >..........+
organisation                  organisation@platform  >..........+  >..........+
domain_add                    organisation@platform  >..........m  >..........?
domain_remove                 domain@platform        >..........m  >..........~
organisation_merge            organisation@platform  >..........m  >..........?
platform_audit                -                      >..........+  >mmmmmmmmmmm
platform_groups               -                      >.........++  >mmmmmmmmmmm
deliveries                    -                      >..........+  >mmmmmmmmmmm
delivery                      delivery@closed        >..........+  >..........?
suspended_addresses           -                      >..........+  >mmmmmmmmmmm
suspended_end                 suspended@platform     >mmmmmmmmmmm  >..........~
mail_works_again              -                      >mmmmmmmmmmm  >~~~~~~~~~~~
delivery_confirm              -                      xxxxxxxxxxxx  xxxxxxxxxxxx
held_mail                     held_mail@closed       >....++.....  >....??.....
held_mail                     held_mail@open         >....++.....  >....??.....
platform_enter                group@closed           >..........+  >..........~
platform_enter                group@subsite          >.........++  >.........~-
platform_go_out               group@closed           >mmmmmmmmmmm  >..........~
subsites                      -                      >.........++  >mmmmmmmmmmm
subsite_new                   -                      >..........+  >..........?
subsite                       subsite@subsite        ~~~+++++~~+~  mmmmmmmmmmmm
subsite_door                  subsite@subsite        +++~~~~~++~+  +++~~~~~++~+
subsite_theme_css             subsite@subsite        ++++++++++++  mmmmmmmmmmmm
subsite_logo                  subsite@subsite        ............  mmmmmmmmmmmm
subsite_settings              subsite@subsite        >.........++  >.........++
subsite_theme                 subsite@subsite        >.........++  >.........++
subsite_theme_sample          subsite@subsite        >.........++  >mmmmmmmmmmm
subsite_sample_css            subsite@subsite        >.........??  >mmmmmmmmmmm
subsite_admission             subsite@subsite        >.........++  >.........++
subsite_people                subsite@subsite        >.........++  >.........++
subsite_admission_end         person@subsite         >mmmmmmmmmmm  >.........??
subsite_administrators        subsite@subsite        >.........++  >.........++
subsite_administrator_dismiss person@subsite         >mmmmmmmmmmm  >...........
subsite_groups                subsite@subsite        >.........++  >mmmmmmmmmmm
subsite_opening               opening@subsite        >mmmmmmmmmmm  >...........
subsite_log                   subsite@subsite        >.........++  >mmmmmmmmmmm
groups                        -                      >+++++++++++  >mmmmmmmmmmm
group_new                     -                      >+++++++++++  >~~~~~~~~~~~
group                         group@closed           >..++++-....  mmmmmmmmmmmm
group                         group@open             ++++++++.+++  mmmmmmmmmmmm
group                         group@public           ++++++++++++  mmmmmmmmmmmm
group                         group@subsite          >..+++++..+.  mmmmmmmmmmmm
group_settings                group@closed           >.....+.....  >.....+.....
group_settings                group@open             >.....+.....  >.....+.....
group_archive                 group@closed           >.....+.....  >.....~.....
group_restore                 group@closed           >mmmmmmmmmmm  >.....~.....
group_openings                group@closed           >.....+.....  >.....+.....
me_in_group                   group@closed           >..++++.....  >..++++.....
me_in_group                   group@open             >..++++.....  >..++++.....
join                          group@closed           >mmmmmmmmmmm  >..----.....
join                          group@open             >mmmmmmmmmmm  >~~~----.~~~
join                          group@public           >mmmmmmmmmmm  >-----------
join                          group@subsite          >mmmmmmmmmmm  >..~----..~.
join_request                  group@closed           >..~~~~.....  >..~~~~.....
join_request                  group@open             >~~~~~~~.~~~  >~~~~~~~.~~~
join_request                  group@public           >+~+~~~~~+++  >~~~~~~~~~~~
join_request_answer           request@closed         >....++.....  >....++.....
join_request_answer           request@public         >....++.....  >....++.....
join_request_take_back        request@public         >mmmmmmmmmmm  >.~.........
leave                         group@closed           >mmmmmmmmmmm  >..~~~~~....
leave                         group@open             >mmmmmmmmmmm  >..~~~~~....
members                       group@closed           >...+++.....  >...+++.....
members                       group@open             >+++++++.+++  >+++++++.+++
members                       group@public           >+++++++++++  >+++++++++++
membership                    membership@closed      >mmmmmmmmmmm  >...--~.....
membership                    membership@open        >mmmmmmmmmmm  >-----~-.---
discipline                    membership@closed      >....++.....  >....~~.....
discipline                    banned@closed          >....++.....  >....~~.....
discipline                    membership@open        >....++.....  >....~~.....
audit                         group@closed           >....++.....  >mmmmmmmmmmm
audit                         group@open             >....++.....  >mmmmmmmmmmm
rulings                       -                      >+++++++++++  >mmmmmmmmmmm
ruling                        ruling@closed          >........+..  >........~..
appeal                        appeal@closed          >....+......  >....?......
invite                        group@closed           >~~~~~~~~~~~  >..--++.....
invite                        group@open             >~~~~~~~~~~~  >---+++-.---
invite_list                   group@closed           >....++.....  >....++.....
invited_list                  list@closed            >.....+.....  >mmmmmmmmmmm
invitation_change             invitation@closed      >mmmmmmmmmmm  >..????.....
invitation_links              group@closed           >....++.....  >....++.....
invitation_links              group@open             >....++.....  >....++.....
invitation_link_revoke        link@closed            >mmmmmmmmmmm  >....~~.....
invitation_link               link@closed            ++++~~~xx+++  >~~~~~~xx~~~
invitation                    invitation@closed      ++++~~~xx+++  >~~~~~~xx~~~
invitation_by_mail            invitation@closed      +~~~~~~~~~~~  ?~~~~~~~~~~~
mentionable                   group@closed           >..++++.....  >mmmmmmmmmmm
mentionable                   group@open             >+++++++.+++  >mmmmmmmmmmm
mentionable                   group@public           >+++++++++++  >mmmmmmmmmmm
thread_new                    group@closed           >..-+++.....  >..-~~~.....
thread_new                    group@open             >---+++-.---  >---~~~-.---
thread_new                    group@public           >---+++-----  >---~~~-----
thread                        thread@closed          >..++++.....  mmmmmmmmmmmm
thread                        hidden@closed          >....++.....  mmmmmmmmmmmm
thread                        thread@open            >+++++++.+++  mmmmmmmmmmmm
thread                        narrowed@open          >...+++.....  mmmmmmmmmmmm
thread                        thread@public          ++++++++++++  mmmmmmmmmmmm
thread                        narrowed@public        >...+++.....  mmmmmmmmmmmm
thread                        hidden@public          >....++.....  mmmmmmmmmmmm
thread                        settled@closed         >...+++.....  mmmmmmmmmmmm
thread                        thread@subsite         >..+++++..+.  mmmmmmmmmmmm
post                          thread@closed          >mmmmmmmmmmm  >..~~~~.....
post                          settled@closed         >mmmmmmmmmmm  >...???.....
post                          hidden@closed          >mmmmmmmmmmm  >....~~.....
post                          thread@open            >mmmmmmmmmmm  >--~~~~-.---
post                          thread@public          >mmmmmmmmmmm  >--~~~~-----
post                          thread@subsite         >mmmmmmmmmmm  >..~~~~-..-.
events                        thread@closed          >..++++.....  mmmmmmmmmmmm
events                        hidden@closed          >....++.....  mmmmmmmmmmmm
events                        thread@open            >+++++++.+++  mmmmmmmmmmmm
events                        narrowed@open          >...+++.....  mmmmmmmmmmmm
events                        thread@public          ++++++++++++  mmmmmmmmmmmm
events                        thread@subsite         >..+++++..+.  mmmmmmmmmmmm
panel                         thread@closed          >..++++.....  mmmmmmmmmmmm
panel                         hidden@closed          >....++.....  mmmmmmmmmmmm
panel                         thread@open            >+++++++.+++  mmmmmmmmmmmm
panel                         thread@public          ++++++++++++  mmmmmmmmmmmm
read                          thread@closed          >mmmmmmmmmmm  >..~~~~.....
read                          thread@open            >mmmmmmmmmmm  >~~~~~~~.~~~
attention                     thread@closed          >mmmmmmmmmmm  >..~~~~.....
attention                     thread@open            >mmmmmmmmmmm  >~~~~~~~.~~~
thread_readers                thread@closed          >..-+++.....  >..-???.....
thread_readers                thread@open            >---+++-.---  >---~~~-.---
thread_guests                 thread@closed          >..--++.....  >..--??.....
thread_guests                 thread@open            >---+++-.---  >---???-.---
guest_send_off                guest@closed           >mmmmmmmmmmm  >..~-~~.....
react_publicly                thread@closed          >..~~~~.....  >..----.....
react_publicly                thread@public          ~~~~~~~~~~~~  ~~~~~~~~-~~~
react_publicly                narrowed@public        >...~~~.....  >...---.....
reaction_confirm              -                      xxxxxxxxxxxx  xxxxxxxxxxxx
mail_webhook                  -                      mmmmmmmmmmmm  >...........
mail_button                   -                      xxxxxxxxxxxx  xxxxxxxxxxxx
mail_choose                   -                      xxxxxxxxxxxx  xxxxxxxxxxxx
mail_stop                     -                      xxxxxxxxxxxx  xxxxxxxxxxxx
mail_attention                -                      xxxxxxxxxxxx  xxxxxxxxxxxx
my_mail                       -                      >+++++++++++  >+++++++++++
mail_revoke                   -                      >+++++++++++  >~~~~~~~~~~~
group_mail                    group@closed           >..++++.....  >..~~~~.....
group_mail                    group@open             >..++++.....  >..~~~~.....
desk                          -                      >+++++++++++  >mmmmmmmmmmm
desk_count                    -                      >+++++++++++  >mmmmmmmmmmm
group_desk                    group@closed           >....++.....  >mmmmmmmmmmm
group_desk                    group@open             >....++.....  >mmmmmmmmmmm
held                          held@closed            >....++.....  >....??.....
held                          held@public            >....++.....  >....??.....
held_take_back                held@closed            >mmmmmmmmmmm  >..~........
reports                       -                      >+++++++++++  >mmmmmmmmmmm
report                        report@closed          >...+.......  >mmmmmmmmmmm
report_handle                 report@closed          >....++.....  >....??.....
moderate                      thread@closed          >..--++.....  >..--~~.....
moderate                      thread@open            >----++-.---  >----~~-.---
moderate_message              message@closed         >....++.....  >....~~.....
moderate_message              gone@closed            >....++.....  >....~~.....
moderate_message              message@public         >....++.....  >....~~.....
report_thread                 thread@closed          >..++++.....  >..~~~~.....
report_thread                 thread@open            >+++++++.+++  >~~~~~~~.~~~
report_message                message@closed         >..++++.....  >..~~~~.....
report_message                gone@closed            >...........  >...........
report_message                message@public         >+++++++++++  >~~~~~~~~~~~
report_file                   file@closed            >..++++.....  >..~~~~.....
report_person                 reported@closed        >...+++.....  >...~~~.....
message                       message@closed         >..~~~~.....  >..~~~~.....
message                       gone@closed            >..~~~~.....  >..~~~~.....
message                       message@open           >~~~~~~~.~~~  >~~~~~~~.~~~
message                       message@public         ~~~~~~~~~~~~  ~~~~~~~~~~~~
message                       message@subsite        >..~~~~~..~.  >..~~~~~..~.
message_actions               message@closed         >..++++.....  >mmmmmmmmmmm
message_actions               message@open           >+++++++.+++  >mmmmmmmmmmm
message_actions               message@public         >+++++++++++  >mmmmmmmmmmm
message_edit                  message@closed         >..-+--.....  >..-~--.....
message_edit                  gone@closed            >...........  >...........
message_edit                  message@open           >---+---.---  >---~---.---
message_history               message@closed         >..++++.....  mmmmmmmmmmmm
message_history               gone@closed            >...........  mmmmmmmmmmmm
message_history               message@public         ++++++++++++  mmmmmmmmmmmm
message_original              mailed@closed          >..++++.....  mmmmmmmmmmmm
message_original              mailed@public          ++++++++++++  mmmmmmmmmmmm
message_mail                  mailed@closed          >...+++.....  >mmmmmmmmmmm
message_mail                  mailed@public          >...+++.....  >mmmmmmmmmmm
message_mail_file             mailed@closed          >...+.......  >mmmmmmmmmmm
message_withdraw              message@closed         >..-+--.....  >..-~--.....
message_withdraw              gone@closed            >...........  >...........
message_react                 message@closed         >mmmmmmmmmmm  >..~~~~.....
message_react                 message@open           >mmmmmmmmmmm  >--~~~~-.---
message_react                 gone@closed            >mmmmmmmmmmm  >...........
message_pin                   message@closed         >mmmmmmmmmmm  >..--~~.....
message_pin                   message@open           >mmmmmmmmmmm  >----~~-.---
attachment                    file@closed            >..++++.....  mmmmmmmmmmmm
attachment                    gone_file@closed       >....++.....  mmmmmmmmmmmm
attachment                    held_file@closed       >..+.++.....  mmmmmmmmmmmm
attachment                    file@open              >+++++++.+++  mmmmmmmmmmmm
attachment                    file@public            ++++++++++++  mmmmmmmmmmmm
attachment                    gone_file@public       >....++.....  mmmmmmmmmmmm
attachment                    file@subsite           >..+++++..+.  mmmmmmmmmmmm
search                        -                      >+++++++++++  >mmmmmmmmmmm
outcome_html                  outcome@closed         >..++++.....  >mmmmmmmmmmm
outcome_html                  outcome@open           >+++++++.+++  >mmmmmmmmmmm
outcome_html                  outcome@public         >+++++++++++  >mmmmmmmmmmm
outcome_html                  outcome@subsite        >..+++++..+.  >mmmmmmmmmmm
outcome_pdf                   outcome@closed         >..++++.....  >mmmmmmmmmmm
decisions                     -                    >+++++++++++  >mmmmmmmmmmm
group_decisions               group@closed         >..++++.....  mmmmmmmmmmmm
group_decisions               group@open           >+++++++.+++  mmmmmmmmmmmm
group_decisions               group@public         ++++++++++++  mmmmmmmmmmmm
decision_new                  thread@closed        >..++++.....  >..~~~~.....
decision_new                  thread@open          >--++++-.---  >--~~~~-.---
decision_new                  hidden@closed        >....++.....  >....~~.....
decision                      decision@closed      >..++++.....  mmmmmmmmmmmm
decision                      decision@open        >+++++++.+++  mmmmmmmmmmmm
decision                      decision@public      ++++++++++++  mmmmmmmmmmmm
decision                      decision@subsite     >..+++++..+.  mmmmmmmmmmmm
decision_earlier              decision@closed      >..++++.....  mmmmmmmmmmmm
decision_earlier              decision@public      ++++++++++++  mmmmmmmmmmmm
decision_moment               found@closed         >..++++.....  mmmmmmmmmmmm
decision_moment               found@public         ++++++++++++  mmmmmmmmmmmm
decision_own                  decision@closed      >..++++.....  >mmmmmmmmmmm
decision_own                  decision@open        >--++++-.---  >mmmmmmmmmmm
decision_answer               decision@closed      >..++++.....  >..?~~~.....
decision_answer               decision@open        >--++++-.---  >--?~~~-.---
decision_proxy                decision@closed      >...+++.....  >...~~~.....
decision_proxy                decision@open        >--.+++-.---  >--.~~~-.---
decision_reply                answer@closed        >..-+++.....  >..-~~~.....
decision_reply                answer@open          >---+++-.---  >---~~~-.---
decision_steer                decision@closed      >..-+++.....  >..-~~~.....
decision_steer                decision@open        >---+++-.---  >---~~~-.---
decision_revise               draft@closed         >..-+++.....  >..-~~~.....
decision_revise               draft@open           >---+++-.---  >---~~~-.---
decision_amend                decision@closed      >..-+++.....  >..-~~~.....
decision_amend                decision@open        >---+++-.---  >---~~~-.---
decision_decide               decision@closed      >..-~~~.....  >..-~~~.....
decision_decide               decision@open        >---~~~-.---  >---~~~-.---
decision_outcome              found@closed         >..-+++.....  >..-~~~.....
decision_outcome              found@open           >---+++-.---  >---~~~-.---
tasks                         -                    >+++++++++++  >mmmmmmmmmmm
task_feed                     -                    >+++++++++++  >~~~~~~~~~~~
task_feed_file                -                    ............  mmmmmmmmmmmm
task_snooze                   -                    ............  ............
task                          task@closed          >..++++.....  mmmmmmmmmmmm
task                          task@open            >+++++++.+++  mmmmmmmmmmmm
task                          task@public          ++++++++++++  mmmmmmmmmmmm
task                          task@subsite         >..+++++..+.  mmmmmmmmmmmm
task_new                      thread@closed        >..++++.....  >..~~~~.....
task_new                      thread@open          >--++++-.---  >--~~~~-.---
task_new                      hidden@closed        >....++.....  >....~~.....
task_edit                     task@closed          >..-+++.....  >..-~~~.....
task_edit                     task@open            >---+++-.---  >---~~~-.---
task_status                   task@closed          >mmmmmmmmmmm  >..~~~~.....
task_status                   task@open            >mmmmmmmmmmm  >--~~~~-.---
task_people                   task@closed          >mmmmmmmmmmm  >..~~~~.....
task_people                   task@open            >mmmmmmmmmmm  >--~~~~-.---
task_tick                     task@closed          >mmmmmmmmmmm  >..~~~~.....
task_tick                     task@open            >mmmmmmmmmmm  >--~~~~-.---
task_remind                   task@closed          >mmmmmmmmmmm  >...~.......
group_tasks                   group@closed         >..++++.....  mmmmmmmmmmmm
group_tasks                   group@open           >+++++++.+++  mmmmmmmmmmmm
group_tasks                   group@public         ++++++++++++  mmmmmmmmmmmm
group_board                   group@closed         >..++++.....  mmmmmmmmmmmm
group_board                   group@open           >+++++++.+++  mmmmmmmmmmmm
group_board                   group@public         ++++++++++++  mmmmmmmmmmmm
group_doing                   group@closed         >..++++.....  mmmmmmmmmmmm
group_doing                   group@open           >+++++++.+++  mmmmmmmmmmmm
group_doing                   group@public         ++++++++++++  mmmmmmmmmmmm
group_tasks_export            tasks_csv@closed     >..++++.....  mmmmmmmmmmmm
group_tasks_export            tasks_csv@open       >+++++++.+++  mmmmmmmmmmmm
document                      document@closed        >..++++.....  mmmmmmmmmmmm
document                      document@open          >+++++++.+++  mmmmmmmmmmmm
document                      document@public        ++++++++++++  mmmmmmmmmmmm
document                      document@subsite       >..+++++..+.  mmmmmmmmmmmm
document_new                  thread@closed          >..++++.....  >..????.....
document_new                  thread@open            >--++++-.---  >--????-.---
document_new                  hidden@closed          >....++.....  >....??.....
document_edit                 document@closed        >..-+++.....  >..-~~~.....
document_edit                 document@open          >---+++-.---  >---~~~-.---
document_show                 document@closed        >..-+++.....  >..-???.....
document_show                 document@open          >---+++-.---  >---???-.---
document_show_end             showing@closed         >mmmmmmmmmmm  >...~~~.....
document_show_end             showing@open           >mmmmmmmmmmm  >---~~~-.---
document_replace              document@closed        >..++++.....  >..????.....
document_replace              document@open          >--++++-.---  >--????-.---
document_compare              document@closed        >..++++.....  mmmmmmmmmmmm
document_compare              document@public        ++++++++++++  mmmmmmmmmmmm
group_documents               group@closed           >..++++.....  mmmmmmmmmmmm
group_documents               group@open             >+++++++.+++  mmmmmmmmmmmm
group_documents               group@public           ++++++++++++  mmmmmmmmmmmm
group_documents               group@subsite          >..+++++..+.  mmmmmmmmmmmm
version                       version@closed         >..++++.....  mmmmmmmmmmmm
version                       version@open           >+++++++.+++  mmmmmmmmmmmm
version                       version@public         ++++++++++++  mmmmmmmmmmmm
version                       version@subsite        >..+++++..+.  mmmmmmmmmmmm
version_thumbnail             version@closed         >..++++.....  mmmmmmmmmmmm
version_thumbnail             version@public         ++++++++++++  mmmmmmmmmmmm
version_pdf                   version@closed         >..++++.....  mmmmmmmmmmmm
version_pdf                   version@public         ++++++++++++  mmmmmmmmmmmm
version_restore               version@closed         >mmmmmmmmmmm  >..~~~~.....
version_restore               version@open           >mmmmmmmmmmm  >--~~~~-.---
version_adopt                 version@closed         >..-+++.....  >..-???.....
version_adopt                 version@open           >---+++-.---  >---???-.---
upload                        upload@closed          >...+.......  >mmmmmmmmmmm
upload                        upload@open            >...+.......  >mmmmmmmmmmm
upload_new                    thread@closed          >mmmmmmmmmmm  >..++++.....
upload_new                    thread@open            >mmmmmmmmmmm  >--++++-.---
upload_new                    hidden@closed          >mmmmmmmmmmm  >....++.....
text_new                      thread@closed          >..++++.....  >..~~~~.....
text_new                      thread@open            >--++++-.---  >--~~~~-.---
text_new                      hidden@closed          >....++.....  >....~~.....
document                      text_page@closed       >..++++.....  mmmmmmmmmmmm
document                      text_page@public       ++++++++++++  mmmmmmmmmmmm
text_state                    text_page@closed       >..++++.....  >mmmmmmmmmmm
text_state                    text_page@open         >+++++++.+++  >mmmmmmmmmmm
text_words                    text_page@closed       >..++++.....  mmmmmmmmmmmm
text_words                    text_page@public       ++++++++++++  mmmmmmmmmmmm
text_words                    text_page@subsite      >..+++++..+.  mmmmmmmmmmmm
text_updates                  text_page@closed       >mmmmmmmmmmm  >..????.....
text_updates                  text_page@open         >mmmmmmmmmmm  >--????-.---
text_picture                  text_page@closed       >mmmmmmmmmmm  >..????.....
text_picture                  text_page@open         >mmmmmmmmmmm  >--????-.---
text_remarks                  text_page@closed       >..++++.....  >..~~~~.....
text_remarks                  text_page@open         >+++++++.+++  >--~~~~-.---
text_remark                   remark@closed          >mmmmmmmmmmm  >..~~~~.....
text_remark                   remark@open            >mmmmmmmmmmm  >--~~~~-.---
text_versions                 text_page@closed       >mmmmmmmmmmm  >..~~~~.....
text_versions                 text_page@open         >mmmmmmmmmmm  >--~~~~-.---
text_version                  text_version@closed    >..++++.....  >..~~~~.....
text_version                  text_version@public    ++++++++++++  >--~~~~-----
text_export                   text_html@closed       >..++++.....  >mmmmmmmmmmm
text_export                   text_html@open         >+++++++.+++  >mmmmmmmmmmm
text_templates                group@closed           >..--++.....  >mmmmmmmmmmm
text_templates                group@open             >----++-.---  >mmmmmmmmmmm
text_template                 template@closed        >..--++.....  >..--~~.....
""".strip().splitlines()
]

# What is sent with a POST, so that it comes as far as the deed.
DATA = {
    "attention": {"value": "follow"},
    "discipline": {"verb": "warn", "warn-grounds": "Let op de toon"},
    "document_edit": {"title": "Rekken"},
    "group_mail": {"mail": "daily", "digest_hour": "8"},
    "group_new": {
        "name": "Nieuw",
        "reading": "members",
        "joining": "invitation",
        "mail_door": "members",
    },
    "invite": {"addresses": "nieuw@voorbeeld.nl"},
    "join_request": {"words": "Ik wil graag meedoen"},
    "language": {"language": "nl"},
    "membership": {"role": "member"},
    "message_edit": {"body": "Anders gezegd"},
    "message_react": {"reaction": "agree"},
    "moderate": {"verb": "close"},
    "moderate_message": {"verb": "hide", "hide-grounds": "Let op de toon"},
    "order": {"order": "newest"},
    "platform_enter": {"grounds": "Een melding"},
    "post": {"body": "Ik doe mee"},
    "preview": {"body": "Ik doe mee"},
    "react_publicly": {"body": "Mooi", "name": "Vera", "email": "vera@voorbeeld.nl"},
    "read": {"number": "1"},
    "report_file": {"category": "rude"},
    "report_message": {"category": "rude"},
    "report_person": {"category": "rude"},
    "report_thread": {"category": "rude"},
    "subsite_new": {"name": "Nieuwe plek"},
    "decision_amend": {"title": "Rekken"},
    "decision_answer": {"stand": "consent"},
    "decision_new": {"method": "recorded", "title": "Rekken"},
    "decision_outcome": {"statement": "Het gaat door."},
    "decision_proxy": {"take_back": "1"},
    "decision_reply": {"text": "Daar zit iets in."},
    "decision_revise": {
        "title": "Rekken",
        "audience": "members",
        "quorum": "0",
        "reasons": "never",
        "results": "always",
    },
    "decision_steer": {"verb": "close"},
    "task_edit": {"title": "Rekken tellen"},
    "task_new": {"title": "Rekken tellen"},
    "task_people": {"verb": "sign_up"},
    "task_remind": {"days": "1"},
    "task_status": {"status": "in_progress"},
    "task_tick": {"item": "1", "done": "1"},
    "text_new": {"title": "Notulen"},
    "text_remarks": {"words": "Klopt dit?", "client_id": "opmerking"},
    "text_template": {"name": "Verslag", "words": "Aanwezig: {people}"},
    "text_versions": {"name": "Voor het overleg"},
    "thread_guests": {"email": "gast@voorbeeld.nl"},
    "thread_new": {"subject": "Nieuw", "body": "Wie kijkt er mee?"},
    "thread_readers": {"reading": "members"},
    "upload_new": {"name": "plan.txt", "size": "10"},
}

# Django-allauth's own addresses: for GET and for POST what who is not signed in gets, and then who
# is. They name nothing of anyone else's.
ALLAUTH = {
    "account_login": ("+~", "+~"),
    "account_logout": ("~+", "~~"),
    "account_inactive": ("++", "mm"),
    "account_signup": ("+~", "+~"),
    "account_reauthenticate": (">-", ">-"),
    "account_email": (">+", ">~"),
    "account_email_verification_sent": (">~", ">~"),
    "account_change_password": (">~", ">~"),
    "account_set_password": (">+", ">+"),
    "account_reset_password": ("++", "++"),
    "account_confirm_login_code": (">~", ">~"),
    "account_reset_password_from_key_done": ("++", "mm"),
    "account_reset_password_from_key": ("++", "++"),
    "account_reset_password_done": ("++", "mm"),
    "account_request_login_code": ("+~", "+~"),
    "mfa_index": (">+", ">m"),
    "mfa_authenticate": (">~", ">~"),
    "mfa_reauthenticate": (">-", ">-"),
    "mfa_activate_totp": (">+", ">+"),
    "mfa_deactivate_totp": (">.", ">."),
    "mfa_view_recovery_codes": (">.", ">m"),
    "mfa_generate_recovery_codes": (">+", ">+"),
    "mfa_download_recovery_codes": (">.", ">."),
    "mfa_list_webauthn": (">+", ">m"),
    "mfa_add_webauthn": (">+", ">+"),
    "mfa_reauthenticate_webauthn": (">-", ">-"),
    "mfa_remove_webauthn": (">.", ">."),
    "mfa_edit_webauthn": (">.", ">."),
    "mfa_login_webauthn": (">~", ">~"),
    "socialaccount_login_cancelled": ("++", "mm"),
    "socialaccount_login_error": ("!!", "mm"),
    "socialaccount_signup": (">>", ">>"),
    "socialaccount_connections": (">+", ">+"),
    "accounts/social/login/cancelled/": ("!!", "!!"),
    "accounts/social/login/error/": ("!!", "!!"),
    "accounts/social/signup/": ("!!", "!!"),
    "accounts/social/connections/": ("!!", "!!"),
    "openid_connect_login": ("..", ".."),
    "openid_connect_callback": ("..", ".."),
    "usersessions_list": (">+", ">~"),
}

# The socket, for every role but the first, which has none: who hears which stream.
HEARD = {
    "thread@closed": "..++++.....",
    "hidden@closed": "....++.....",
    "group@closed": "...+++.....",
    "desk@closed": "....++.....",
    "thread@open": "+++++++.+++",
    "narrowed@open": "...+++.....",
    "group@open": "+++++++.+++",
    "desk@open": "....++.....",
    "thread@public": "+++++++++++",
    "narrowed@public": "...+++.....",
    "group@subsite": "..+++++..+.",
    "thread@subsite": "..+++++..+.",
    "text@closed": "..++++.....",
    "text@open": "+++++++.+++",
    "own": "+++++++++++",
    "someone else's": "...........",
    "nobody's": "...........",
}
STREAMS = list(HEARD)
NO_THREADS = {"group@closed", "desk@closed", "group@open", "desk@open", "group@subsite", "own"}
TEXTS = {"text@closed": "..++++.....", "text@open": "--++++-.---"}
# What each operation does there: `+` it is done, `.` there is no such stream for this person, `?`
# the stream has no such operation, `-` this person hears it, and may not do this.
SOCKETS = [
    (operation, stream, cells.replace("+", "?") if refuses else cells)
    for operation in ("follow", "watch", "typing", "cursor", "read")
    for stream, cells in HEARD.items()
    for refuses in [operation == "read" and stream in NO_THREADS | TEXTS.keys()]
]
SOCKETS += [
    ("edit", stream, TEXTS.get(stream, cells.replace("+", "?"))) for stream, cells in HEARD.items()
]

# Management commands: for who has a shell on the machine, and thereby the database. What each
# leaves behind of what it did.
COMMANDS = {
    "administrator": "an entry in the audit log",
    "db_worker": "what a deed of someone left for later",
    "demo": "an example world, only in development",
    "deliver": "what a mail that comes in leads to, for whoever it is from",
    "mailin": "what a mail that comes in leads to, for whoever it is from",
    "import_mbox": "messages by mail, in a group that is named",
    "rebuild_search": "nothing: an index of what stands in the database",
    "verify_audit": "nothing: it reads",
}
