// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server: one process, its modules the direct children of this package. */
@SpringBootApplication
public class ShouxinServer {

    public static void main(String[] args) {
        SpringApplication.run(ShouxinServer.class, args);
    }
}
