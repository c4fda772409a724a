/** The status for JMX, read only, through whatever access the server gives to its MBeans. */
@NullMarked
package dev.ccproxy.jmx;

import org.jspecify.annotations.NullMarked;
