"""Who is affected, as people know it better than a service's list."""
