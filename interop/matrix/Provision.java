// Provisions over HTTP with the classes of Espressif's library for Android, which come from the class path. Prints the
// state in which the station ends, or why there was none.

import com.espressif.provisioning.ESPConstants;
import com.espressif.provisioning.Session;
import com.espressif.provisioning.listeners.ResponseListener;
import com.espressif.provisioning.security.Security;
import com.espressif.provisioning.security.Security0;
import com.espressif.provisioning.security.Security1;
import com.espressif.provisioning.security.Security2;
import com.espressif.provisioning.transport.SoftAPTransport;
import com.espressif.provisioning.utils.MessengeHelper;
import espressif.Constants.Status;
import espressif.NetworkConfig.NetworkConfigPayload;
import espressif.NetworkConstants.WifiStationState;
import java.lang.reflect.Field;
import java.security.Provider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

public class Provision {
    private static final int PATIENCE_SECONDS = 30;

    public static void main(String[] arguments) throws Exception {
        String address = arguments[0];
        int scheme = Integer.parseInt(arguments[1]);
        int patch = Integer.parseInt(arguments[2]);
        String username = arguments[3];
        String password = arguments[4];
        // Java would repeat a request whose answer is missing; Android does not.
        System.setProperty("sun.net.http.retryPost", "false");
        try {
            // Android has it built in. Java's own AES-GCM takes no plain IvParameterSpec, which the library hands over.
            Class<?> provider = Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider");
            java.security.Security.addProvider((Provider) provider.getDeclaredConstructor().newInstance());
            SoftAPTransport transport = new SoftAPTransport();
            Field base = SoftAPTransport.class.getDeclaredField("baseUrl");
            base.setAccessible(true);
            base.set(transport, address);
            Session session = open(transport, securityOf(scheme, patch, username, password));
            System.out.println(provision(session, arguments[5], arguments[6]));
        } catch (Exception error) {
            System.out.println("failed: " + error);
        }
        System.exit(0);
    }

    private static Security securityOf(int scheme, int patch, String username, String password) {
        if (scheme == 0) return new Security0();
        if (scheme == 1) return new Security1(password);
        return patch == 1 ? new Security2(username, password, patch) : new Security2(username, password);
    }

    private static Session open(SoftAPTransport transport, Security security) throws Exception {
        Session session = new Session(transport, security);
        CompletableFuture<Void> opened = new CompletableFuture<>();
        session.init(null, new Session.SessionListener() {
            @Override
            public void OnSessionEstablished() {
                opened.complete(null);
            }

            @Override
            public void OnSessionEstablishFailed(Exception error) {
                opened.completeExceptionally(error);
            }
        });
        opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return session;
    }

    private static WifiStationState provision(Session session, String ssid, String passphrase) throws Exception {
        NetworkConfigPayload set = config(session, MessengeHelper.prepareWiFiConfigMsg(ssid, passphrase));
        require(set.getRespSetWifiConfig().getStatus(), "set");
        NetworkConfigPayload applied = config(session, MessengeHelper.prepareApplyWiFiConfigMsg());
        require(applied.getRespApplyWifiConfig().getStatus(), "apply");
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            Thread.sleep(1000);
            NetworkConfigPayload status = config(session, MessengeHelper.prepareGetWiFiConfigStatusMsg());
            WifiStationState state = status.getRespGetWifiStatus().getWifiStaState();
            if (state != WifiStationState.Connecting) return state;
        }
        return WifiStationState.Connecting;
    }

    private static NetworkConfigPayload config(Session session, byte[] request) throws Exception {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        session.sendDataToDevice(ESPConstants.HANDLER_PROV_CONFIG, request, new ResponseListener() {
            @Override
            public void onSuccess(byte[] data) {
                answer.complete(data);
            }

            @Override
            public void onFailure(Exception error) {
                answer.completeExceptionally(error);
            }
        });
        return NetworkConfigPayload.parseFrom(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static void require(Status status, String what) {
        if (status != Status.Success) throw new IllegalStateException(what + " was answered " + status);
    }
}
