"""Addresses of the desk; everything stands under /desk/, and nothing but signing in and preview links works without
an account."""

from django.http import Http404
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from wagtail.admin import urls as framework
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.serve import serve as serve_file

from tamizdat.desk.accounts import AskByMail, NewPassword, OwnAccount
from tamizdat.desk.bodies import may_send
from tamizdat.desk.media import serve_attachment, serve_original, serve_size
from tamizdat.desk.outside import page as outside
from tamizdat.desk.search import from_the_sidebar
from tamizdat.desk.security import second_step
from tamizdat.desk.session import session
from tamizdat.desk.sign_in import SignIn, SignOut
from tamizdat.desk.stories.deleting import delete as delete_story
from tamizdat.desk.stories.listing import to_the_stories

NOT_HERE = (
    *("failwhale", "test404", "locales", "sites", "snippets", "workflows", "redirects"),
    *("reports/aging-pages", "reports/page-types-usage", "reports/workflow", "reports/workflow_tasks"),
)
"""Pages of the framework that no newsroom needs, and to which no menu leads."""

urlpatterns = [
    path("desk/login/", never_cache(SignIn.as_view()), name="desk_sign_in"),
    path("desk/login/second/", never_cache(second_step.page), name="desk_second_step"),
    path("desk/logout/", never_cache(SignOut.as_view()), name="desk_sign_out"),
    path("desk/session/", never_cache(session), name="desk_session"),
    path("desk/may-send/", never_cache(may_send)),
    path("desk/api/v1/", include("tamizdat.desk.api.urls")),
    path("desk/media/<path:name>", never_cache(require_admin_access(serve_original)), name="desk_media"),
    path("desk/preview/pictures/<str:name>", never_cache(require_admin_access(serve_size))),
    path("desk/preview/files/<str:start>/<str:name>", never_cache(require_admin_access(serve_attachment))),
    path("desk/outside/<str:token>/", outside.page, name="outside"),
    path("desk/outside/<str:token>/story/<int:pk>/", outside.story, name="outside_story"),
    path("desk/outside/<str:token>/pictures/<str:name>", outside.picture),
    path("desk/outside/<str:token>/files/<str:start>/<str:name>", outside.file),
    path("desk/files/<int:document_id>/<str:document_filename>", never_cache(require_admin_access(serve_file)),
         name="wagtaildocs_serve"),
    path("desk/password/<uidb64>/<token>/", never_cache(NewPassword.as_view()), name="desk_new_password"),
    path("desk/password_reset/", never_cache(AskByMail.as_view())),
    path("desk/account/", never_cache(require_admin_access(OwnAccount.as_view()))),
    path("desk/pages/<int:page_id>/delete/", never_cache(require_admin_access(delete_story))),
    path("desk/pages/", to_the_stories),
    path("desk/pages/search/", from_the_sidebar),
    path("desk/pages/search/results/", from_the_sidebar),
    path("desk/pages/<int:parent_page_id>/", to_the_stories),
    path("desk/pages/<int:parent_page_id>/results/", to_the_stories),
    path("desk/pages/usage/<slug:app>/<slug:model>/", to_the_stories),
    path("desk/pages/usage/<slug:app>/<slug:model>/results/", to_the_stories),
    re_path(rf"^desk/(?:{'|'.join(NOT_HERE)})/", page_not_found, {"exception": Http404()}),
    path("desk/", include(framework)),
]  # fmt: skip
handler500 = "tamizdat.desk.full_disk.answer_error"
