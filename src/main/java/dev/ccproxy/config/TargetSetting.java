package dev.ccproxy.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a route may send a request.
 *
 * @param provider the NAME of a configured provider
 * @param model as that provider knows it; null for the model that the client asks for
 * @param weight its share among equal targets, from 1
 */
public record TargetSetting(String provider, @Nullable String model, int weight) {}
