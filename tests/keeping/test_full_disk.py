"""No room for files: they are refused politely, and texts are still kept."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.keeping.making import TEXT, address, posted

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class FullDisk(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full_disk(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.keeping.test_full_disk.FullDisk"}}


def test_a_full_disk_refuses_files_and_still_takes_texts(full_disk, draft, of_first):
    file = SimpleUploadedFile("law.pdf", PDF, "application/pdf")
    as_a_page = {"accept": "text/html"}
    answer = of_first.post(address(draft, "attachments/"), {"file": file}, headers=as_a_page, follow=True)
    assert answer.status_code == 200
    assert "Your answers are safe" in answer.content.decode()
    assert not draft.attachments.exists()
    assert of_first.post(address(draft, f"answers/{TEXT}/"), posted("still kept", 0)).status_code == 200
    assert draft.answers.get(question=TEXT).texts == {"en": "still kept"}


def test_the_same_file_is_taken_where_there_is_room(settings, tmp_path, draft, of_first):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("law.pdf", PDF, "application/pdf")
    of_first.post(address(draft, "attachments/"), {"file": file})
    assert draft.attachments.get().name == "law.pdf"
