"""How the bytes of a form's files reach us: counted while they stream, never more than allowed, on a nameless file.

Django reads the whole form before the view begins, so the refusal is left on the request, and `size_cap` (or a view
that would rather answer itself) turns it into an answer.
"""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits


def refusal_of(request: HttpRequest) -> FileRefusal | None:
    """Tell why the files of this form were not taken, or None when all of them were.

    A form with a refusal is never whole: files are missing, and after a form far too large the fields behind them too.
    """
    if request.content_type != "multipart/form-data":
        return None
    _ = request.FILES  # reads the form, if nobody has yet
    return getattr(request, "upload_refusal", None)


READ_TO_ANSWER = 4  # so many times what is allowed is read and thrown away, so that the sender gets an answer


class CappedUploadHandler(FileUploadHandler):
    """Takes a form's files within the limits.

    A file that is too large, or one too many, is read past and thrown away, so that the form's text is not lost. A form
    that says it is larger than a full message is read up to its first file and no further: the caller hangs up.
    Files have no name on the disk, so nobody else can open them, and a killed process leaves none behind.
    """

    limits = FileLimits()
    request: Any

    def handle_raw_input(
        self, input_data: IO[bytes], META: dict[str, Any], content_length: int, boundary: bytes, encoding: Any = None
    ) -> None:
        """Begin a form.

        :param content_length: bytes the sender says the form has; the server gives us no more than that
        """
        self._form_is_too_large = content_length > self.limits.max_request_bytes
        # Unread, the connection is cut, and a browser shows its own page instead of ours, without what was written.
        self._is_not_read = content_length > READ_TO_ANSWER * self.limits.max_request_bytes
        self._taken, self._size = 0, 0
        self._kept: IO[bytes] | None = None
        self.request.upload_refusal = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file.

        :raises StopUpload: when the form is too large as a whole
        :raises SkipFile: when there are as many as there may be
        """
        super().new_file(*args, **kwargs)
        if self._form_is_too_large:
            self._refuse(FileRefusal.TOO_LARGE)
            raise StopUpload(connection_reset=self._is_not_read)
        if self._taken >= self.limits.max_files:
            self._refuse(FileRefusal.TOO_MANY)
            raise SkipFile
        self._taken, self._size = self._taken + 1, 0
        self._kept = tempfile.TemporaryFile()  # noqa: SIM115 (handed over when it is complete, closed by the request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep one piece.

        :raises SkipFile: when the file has become too large
        """
        self._size += len(raw_data)
        if self._size > self.limits.max_bytes:
            self._throw_away()
            self._refuse(FileRefusal.TOO_LARGE)
            raise SkipFile
        if self._kept is not None:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """End a file and hand it over, to be read from its beginning."""
        kept, self._kept = self._kept, None
        if kept is None:
            return None
        kept.seek(0)
        return UploadedFile(kept, self.file_name, self.content_type, self._size, self.charset, self.content_type_extra)

    def upload_interrupted(self) -> None:
        """End a form that was cut off in the middle of a file."""
        self._throw_away()
        self._refuse(FileRefusal.BROKEN)

    def _refuse(self, reason: FileRefusal) -> None:
        self.request.upload_refusal = self.request.upload_refusal or reason

    def _throw_away(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
