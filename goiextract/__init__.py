"""goiextract: figures out of Chinese government-information-disclosure annual reports, never silently wrong."""
