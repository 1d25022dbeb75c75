import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetSocketAddress;

/** grpc-java's Netty with the health service alone: what Heliograph is compared with. Only the calls per connection are bounded, as h2spec
 * tries to exceed what is advertised and would open two thousand million of them. Prints its port. */
final class BareServer {
    private BareServer() {}

    public static void main(String[] arguments) throws Exception {
        var server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new HealthStatusManager().getHealthService())
                .maxConcurrentCallsPerConnection(100)
                .build()
                .start();
        System.out.println(server.getPort());
        server.awaitTermination();
    }
}
