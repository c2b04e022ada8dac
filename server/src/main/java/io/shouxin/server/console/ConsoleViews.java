// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** Gives every template the two things its frame and its parts draw from. */
@Configuration(proxyBeanMethods = false)
class ConsoleViews {

    ConsoleViews(ObjectProvider<ThymeleafViewResolver> resolvers, Shell shell) {
        resolvers.ifAvailable(resolver -> {
            resolver.addStaticVariable("shell", shell);
            resolver.addStaticVariable("draw", new Drawing());
            // Else an address that ends in .js would have its refusal sent as a script.
            resolver.setForceContentType(true);
        });
    }
}
