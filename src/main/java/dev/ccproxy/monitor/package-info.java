/**
 * How the providers are: checks that look at them, the results of the checks, and the one snapshot that everybody
 * reads. Knows nothing of who asks for it and how it is shown.
 */
@NullMarked
package dev.ccproxy.monitor;

import org.jspecify.annotations.NullMarked;
