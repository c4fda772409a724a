/**
 * The checks of MicroProfile Health, which the server serves to everybody at {@code /health}: names and states, and of a DOWN a word
 * why.
 * A server merges the checks of all its applications, so every name begins with {@code ccproxy-}.
 */
@NullMarked
package dev.ccproxy.health;

import org.jspecify.annotations.NullMarked;
