package dev.ccproxy.config;

/** A variable of the environment, by its name in capitals, and its value as it stands. */
record Variable(String name, String value) {}
