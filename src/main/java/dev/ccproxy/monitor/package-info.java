/**
 * How the providers are: checks, their results, and the one snapshot that everybody reads. Knows nothing of who reads it
 * and how it is shown, and opens no socket itself.
 */
@NullMarked
package dev.ccproxy.monitor;

import org.jspecify.annotations.NullMarked;
