/** Who may ask. Knows nothing of what is asked for, but for what is marked {@link dev.ccproxy.auth.Public}. */
@NullMarked
package dev.ccproxy.auth;

import org.jspecify.annotations.NullMarked;
