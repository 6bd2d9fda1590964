"""What every JSON door shares: problems, strict bodies and queries, pages, versions, keys.

How a door is written (see `views.ApiView`):

    class ProjectList(ApiView):
        filters = {"stage": Choice(*Stage.values), "unit": Uuid(), "q": Text(maximum=200)}

        @extend_schema(...)
        def get(self, request):
            page = self.page()                      # limit and cursor, checked
            rows = queries.projects(actor=self.actor, page=page, **self.query())
            return self.listing(rows, page)         # {"results": [...], "next_cursor": ...}

        def post(self, request):
            values = self.body(RegisterProject)     # strict serializer -> validated dict
            project = commands.register(actor=self.actor, now=self.now, **values)
            return self.created(project_out(project), version=project.version, at=...)

    class ProjectTransitions(ApiView):
        def post(self, request, project_id):
            commands.move(..., expected_version=self.expected_version)   # from If-Match

Refusals of `kernel.errors` raised anywhere below become RFC 9457 answers. `self.expected_version`
is an int for `kernel.versions.require_version(aggregate, expected_version)`, which a command calls
after rights (404, 403) and state (409), so that 412 and 428 come in the order of design.md 6.
"""
