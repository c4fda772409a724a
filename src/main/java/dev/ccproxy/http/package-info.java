/**
 * What every response shares: the error types and their body, the headers, the request's id, the form of the JSON.
 * Knows nothing of what is asked for or who asks.
 */
@NullMarked
package dev.ccproxy.http;

import org.jspecify.annotations.NullMarked;
