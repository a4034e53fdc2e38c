package gradus.autodiff.planted;

import java.net.http.HttpClient;

/** A fault for the architecture test to catch. */
public final class UsesHttp {
    HttpClient client() {
        return HttpClient.newHttpClient();
    }
}
