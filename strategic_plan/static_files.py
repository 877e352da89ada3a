"""Static files under names that hold their content, the modules that scripts import too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Without this a script imports its module under the plain name, of whatever deployment a cache holds."""

    support_js_module_import_aggregation = True
