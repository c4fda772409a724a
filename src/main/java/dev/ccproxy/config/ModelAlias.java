package dev.ccproxy.config;

/**
 * What a name of our own stands for: {@code ccproxy.model.ALIAS}.
 *
 * @param provider the NAME of a configured provider
 * @param model as that provider knows it
 */
public record ModelAlias(String provider, String model) {}
