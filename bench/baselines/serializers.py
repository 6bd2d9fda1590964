"""Model serializers of the baseline."""

from rest_framework import serializers

from projects.models import Project


class ProjectSerializer(serializers.ModelSerializer[Project]):
    class Meta:
        model = Project
        fields = [
            "id",
            "organisation",
            "unit",
            "title",
            "method",
            "stage",
            "stage_since",
            "review_on",
            "target_on",
            "external_id",
            "updated_at",
            "version",
        ]


class TransitionSerializer(serializers.Serializer[object]):
    transition = serializers.ChoiceField(["start_testing"])
    reason = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    effective_on = serializers.DateField(required=False)
