import io.headwater.benchmarks.contender.Probe;
import io.headwater.benchmarks.contender.ProbeChannel;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.websocket.WebSocketService;
import org.web3j.utils.Numeric;

/**
 * web3j's notifications of new heads.
 */
public final class Web3jClient {

	private Web3jClient() {
	}

	public static void main(String[] args) throws Exception {
		ProbeChannel channel = new ProbeChannel();
		Probe probe = channel.probe(0);
		WebSocketService service = new WebSocketService(args[0], false);
		service.connect();
		Web3j.build(service)
			.newHeadsNotifications()
			.subscribe((head) -> probe
				.head(Numeric.decodeQuantity(head.getParams().getResult().getNumber()).longValueExact()));
		channel.serve();
		System.exit(0);
	}

}
