"""Finding words in conversations and in what grew out of them.

`words` says what a word is, `indexing` keeps the index beside the log, `finding` asks it. The
index is modelsearch's: FTS5 on SQLite, a text search vector on PostgreSQL. Only words go into it;
who may find what is asked of the access rule, of the rows as they are now.
"""
