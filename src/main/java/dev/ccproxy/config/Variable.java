package dev.ccproxy.config;

/** An environment variable: its name in capitals, and its value as it is. */
record Variable(String name, String value) {}
