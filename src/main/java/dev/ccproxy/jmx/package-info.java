/** What is known, as JMX has it: read only, by whatever way the server opens to its MBeans. */
@NullMarked
package dev.ccproxy.jmx;

import org.jspecify.annotations.NullMarked;
