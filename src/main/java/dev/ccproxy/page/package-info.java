/** What everybody sees who has only the address: the front page, and what clients ask before their first request. */
@NullMarked
package dev.ccproxy.page;

import org.jspecify.annotations.NullMarked;
