"""Video platforms: what YouTube, Vimeo and Dailymotion tell of one video, and what channels of YouTube hold."""

from allostream.connectors.platforms.others import DAILYMOTION, VIMEO
from allostream.connectors.platforms.youtube import YouTube

__all__ = ["DAILYMOTION", "VIMEO", "YouTube"]
