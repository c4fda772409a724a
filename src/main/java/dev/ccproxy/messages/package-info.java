/**
 * Anthropic's Messages API: what of a request and of its response this program reads. Knows nothing of servlets, HTTP
 * clients or threads.
 */
@NullMarked
package dev.ccproxy.messages;

import org.jspecify.annotations.NullMarked;
