// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

import java.io.IOException;
import java.util.Optional;

/**
 * Asks before an act that is {@link Sensitive}. Nothing of the act is done then: the answer is a page that
 * holds what was sent, to be sent again with the proof, and the act goes on where it was asked for.
 */
@Component
class StepUpInterceptor implements HandlerInterceptor {

    /** The field with the code or the password, beside the fields of the act itself. */
    static final String FIELD = "factor-proof";
    static final String PAGE = "/factor/step-up";
    static final String REFUSED = StepUpInterceptor.class.getName() + ".refused";

    private final StepUp stepUp;

    StepUpInterceptor(StepUp stepUp) {
        this.stepUp = stepUp;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws ServletException, IOException {
        Sensitive act = handler instanceof HandlerMethod method ? method.getMethodAnnotation(Sensitive.class) : null;
        Optional<Caller> caller = Callers.known().filter(Caller::isStaff);
        if (act == null || caller.isEmpty() || !stepUp.isDue(caller.get(), act.always())
                || proved(request, caller.get())) {
            return true;
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        request.getRequestDispatcher(PAGE).forward(request, response);
        return false;
    }

    private boolean proved(HttpServletRequest request, Caller caller) {
        String typed = request.getParameter(FIELD);
        // An empty field is no try: whoever proved themselves elsewhere had nothing to type.
        if (typed == null || typed.isBlank()) {
            return false;
        }
        try {
            stepUp.require(caller, stepUp.proof(caller, typed));
            return true;
        } catch (Refused refused) {
            request.setAttribute(REFUSED, refused);
            return false;
        }
    }
}
