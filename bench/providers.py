"""The environment of a server that has providers."""


def environment(base_urls, keys=True, formats=None, **settings):
    """For base URLs by name. A setting check_interval is ccproxy.check.interval."""
    found = {"CCPROXY_PROVIDERS": ",".join(base_urls)}
    for name, url in base_urls.items():
        prefix = "CCPROXY_PROVIDER_" + name.upper().replace("-", "_")
        found[prefix + "_BASE_URL"] = url
        if keys:
            found[prefix + "_API_KEY"] = key(name)
        if formats:
            found[prefix + "_FORMAT"] = formats[name]
    found.update({"CCPROXY_" + name.upper(): str(value) for name, value in settings.items()})
    return found


def key(name):
    """The provider's own; all keys begin alike, so that a foreign one is found in a request."""
    return f"sk-bench-{name}-0123456789abcdef"


def names(count):
    return [f"p{number}" for number in range(count)]
