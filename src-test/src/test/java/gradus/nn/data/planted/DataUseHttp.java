package gradus.nn.data.planted;

import java.net.http.HttpClient;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class DataUseHttp {
    HttpClient client() {
        return HttpClient.newHttpClient();
    }
}
