"""The ways in which mail comes to us. Each hands the bytes as they came to
`conversations.mail.inbound`, and says that a mail is ours only when that has kept it."""
