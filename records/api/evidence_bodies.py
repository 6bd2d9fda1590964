"""What `/files` takes and gives."""

from __future__ import annotations

from rest_framework import serializers

from kernel.api import fields
from records.api.actions import KINDS
from records.words import AUDIENCES, FILE_KINDS, FILE_STATES, VIRUS_CHECKS

_NOTE = 2_000


class FileOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    content_kind = serializers.ChoiceField(choices=FILE_KINDS)
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    evidence_on = serializers.DateField()
    audience = serializers.ChoiceField(choices=AUDIENCES)
    state = serializers.ChoiceField(choices=FILE_STATES)
    virus_check = serializers.ChoiceField(choices=VIRUS_CHECKS)
    problem = serializers.CharField(allow_blank=True)
    text_warning = serializers.CharField(
        allow_blank=True, help_text="What its text seems to hold that belongs to a patient."
    )
    reason = serializers.CharField(allow_blank=True)
    added_by = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class SameContent(serializers.Serializer[object]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class FileDetail(FileOut):
    subject_title = serializers.CharField()
    media_type = serializers.CharField()
    same_content = SameContent(many=True)
    may_download = serializers.BooleanField()
    may_change = serializers.BooleanField()
    steps = serializers.ListField(child=serializers.CharField())


class FileIn(fields.Strict):
    subject_kind = fields.Choice(choices=KINDS)
    subject_id = fields.Id()
    file = serializers.FileField(help_text="See /files/formats for what is taken.")
    name = fields.Text(
        required=False, free=True, max_length=120, help_text="Instead of the file's own name."
    )
    description = fields.Text(
        multiline=True, max_length=_NOTE, required=False, allow_blank=True, default=""
    )
    evidence_on = fields.Day(
        required=False, help_text="The day the evidence is of; today, where it is not sent."
    )
    audience = fields.Choice(choices=AUDIENCES, required=False, default="everyone")


class FileChange(fields.Strict):
    description = fields.Text(multiline=True, max_length=_NOTE, required=False, allow_blank=True)
    evidence_on = fields.Day(required=False, help_text="The day the evidence is of.")
    audience = fields.Choice(choices=AUDIENCES, required=False)


class FileReason(fields.Strict):
    reason = fields.Text(multiline=True, max_length=_NOTE)


class FileNothing(fields.Strict):
    """A step that asks nothing."""


class FileFormat(serializers.Serializer[object]):
    code = serializers.CharField()
    title = serializers.CharField()
    media_type = serializers.CharField()
    extensions = serializers.ListField(child=serializers.CharField())


class FileFormatList(serializers.Serializer[object]):
    results = FileFormat(many=True)
    largest = serializers.IntegerField(help_text="Bytes of one file.")
    most_of_a_thing = serializers.IntegerField()


class FileLinkMade(serializers.Serializer[object]):
    href = serializers.CharField(help_text="Gives the file to whoever opens it.")
    expires_at = serializers.DateTimeField()
