"""What speakers say but do not mean to be read: the parts of a disfluency, one module each.

`words` cuts a text into words and takes words out of it again; `english` knows the closed word
classes, `letters` writes words so that patterns can search them. `pauses`, `markers`, `repeats`,
`edit_terms` and `restarts` each find one kind of English disfluency, `chinese` the Chinese pauses.
"""
