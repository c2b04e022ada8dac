// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds the settings of this module. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScimSettings.class)
class ScimSetup {}
