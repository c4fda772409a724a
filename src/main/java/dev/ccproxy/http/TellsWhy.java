package dev.ccproxy.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource whose 503 says what is wrong with the configuration, to clients who may ask; the 503 of all other
 * resources is the contract's, which does not say it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface TellsWhy {}
