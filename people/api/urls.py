"""Addresses of organisations, units, people and access, below /api/v1/."""

from django.urls import path

from people.api import access, histories, keys, organisations, people, units, users

urlpatterns = [
    path("me", access.MeView.as_view()),
    path("me/password", access.PasswordView.as_view()),
    path("roles", access.RolesView.as_view()),
    path("organisations", organisations.OrganisationsView.as_view()),
    path("organisations/<uuid:organisation_id>", organisations.OrganisationView.as_view()),
    path("organisations/<uuid:organisation_id>/succession", organisations.SuccessionView.as_view()),
    path("organisations/<uuid:organisation_id>/oversight", organisations.OversightView.as_view()),
    path(
        "organisations/<uuid:organisation_id>/oversight/<uuid:grant_id>",
        organisations.OversightGrantView.as_view(),
    ),
    path(
        "organisations/<uuid:organisation_id>/history",
        histories.OrganisationHistoryView.as_view(),
    ),
    path("units", units.UnitsView.as_view()),
    path("units/<uuid:unit_id>", units.UnitView.as_view()),
    path("units/<uuid:unit_id>/places", units.PlacesView.as_view()),
    path("units/<uuid:unit_id>/close", units.CloseView.as_view()),
    path("units/<uuid:unit_id>/history", histories.UnitHistoryView.as_view()),
    path("people", people.PeopleView.as_view()),
    path("people/<uuid:person_id>", people.PersonView.as_view()),
    path("people/<uuid:person_id>/employments", people.EmploymentsView.as_view()),
    path(
        "people/<uuid:person_id>/employments/<uuid:employment_id>",
        people.EmploymentView.as_view(),
    ),
    path("people/<uuid:person_id>/consents", people.ConsentsView.as_view()),
    path("people/<uuid:person_id>/consents/withdraw", people.WithdrawView.as_view()),
    path("people/<uuid:person_id>/link", people.LinkView.as_view()),
    path("people/<uuid:person_id>/merge", people.MergeView.as_view()),
    path("people/<uuid:person_id>/remove", people.RemoveView.as_view()),
    path("people/<uuid:person_id>/history", histories.PersonHistoryView.as_view()),
    path("users", users.UsersView.as_view()),
    path("users/<uuid:user_id>", users.UserView.as_view()),
    path("users/<uuid:user_id>/disable", users.DisableView.as_view()),
    path("users/<uuid:user_id>/enable", users.EnableView.as_view()),
    path("users/<uuid:user_id>/role-grants", users.RoleGrantsView.as_view()),
    path("users/<uuid:user_id>/history", histories.UserHistoryView.as_view()),
    path("role-grants/<uuid:grant_id>", users.RoleGrantView.as_view()),
    path("api-keys", keys.KeysView.as_view()),
    path("api-keys/<uuid:key_id>", keys.KeyView.as_view()),
]
