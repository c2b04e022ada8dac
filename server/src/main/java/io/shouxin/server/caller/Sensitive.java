// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An act of a page for which the person proves anew that it is they: a session left open, or a stolen one,
 * is not enough. A search for this name lists all such acts. What only takes away, and must be possible at
 * once (sealing, revoking, deactivating), is not among them.
 *
 * <p>It marks handlers of POST requests. The module {@code factor} asks, before the handler runs.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Sensitive {

    /** Whether it is asked also of somebody without a second factor, who then shows the password again. */
    boolean always() default false;
}
