"""An editor at work, as a process of its own: edits stories at random until the file named on its command line is there."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import django

django.setup()

# Models can be imported only once Django is set up.
from tamizdat.newsroom.actions import articles  # noqa: E402 - see above
from tamizdat.newsroom.models import Article  # noqa: E402 - see above


def main(enough: Path, seed: int) -> None:
    chance = random.Random(seed)
    while not enough.exists():
        stories = list(Article.objects.filter(killed_at=None).order_by("pk"))
        if len(stories) < 25 or chance.random() < 0.3:
            story = Article(headline=f"Story {chance.random():.6f}", body=[("text", f"<p>{chance.random()}</p>")])
            articles.publish(articles.create(story, chance.choice(["en", "ru"])))
        else:
            story = chance.choice(stories)
            verb = chance.choice(["change", "rename", "unpublish", "kill", "delete", "change"])
            if verb == "delete":
                story.delete()
            elif verb == "kill":
                articles.kill(story)
            elif verb == "unpublish":
                articles.unpublish(story)
            else:
                if verb == "rename":
                    story.slug = f"slug-{chance.randint(1, 30)}"
                else:
                    story.headline = f"Changed {chance.random():.6f}"
                articles.publish(story)
        time.sleep(chance.random() * 0.2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
