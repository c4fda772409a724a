/**
 * The checks of MicroProfile Health, which the server shows to everybody at {@code /health}: names, states, and a word
 * why one is DOWN. A server merges the checks of all its applications, so every name begins with {@code ccproxy-}.
 */
@NullMarked
package dev.ccproxy.health;

import org.jspecify.annotations.NullMarked;
