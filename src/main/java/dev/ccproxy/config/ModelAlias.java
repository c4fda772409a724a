package dev.ccproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * What a name of our own stands for: {@code ccproxy.model.ALIAS}.
 *
 * @param name the NAME of a configured provider or, without a model, of a route
 * @param model as that provider knows it; null for a route
 */
public record ModelAlias(String name, @Nullable String model) {}
