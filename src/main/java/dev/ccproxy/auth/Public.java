package dev.ccproxy.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens a resource class or method to everybody; {@link ApiKeyFilter} protects all others. Not the platform's
 * {@code @PermitAll}, because each server's own security acts on that one too, in a way of its own.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Public {}
