// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

import java.security.Security;

/**
 * Gives this process suite SM (SM4, SM3), before any bean asks for a key. The provider is the last one, so
 * that everything the JDK has stays the JDK's: suite AES is the same with and without it.
 */
@Component
class SmProvider implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }
}
