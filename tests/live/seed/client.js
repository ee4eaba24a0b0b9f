class CryptoWebSocketClient {
  constructor(baseUrl = 'ws://localhost:7860') {
    this.baseUrl = baseUrl;
    this.ws = null;
    this.subscriptions = new Set();
  }
  connect(endpoint = '/ws/master') {
    this.ws = new WebSocket(`${this.baseUrl}${endpoint}`);
    this.ws.onopen = () => {
      console.log('Connected to', endpoint);
      this.onConnected();
    };
    this.ws.onmessage = (event) => {
      const message = JSON.parse(event.data);
      this.handleMessage(message);
    };
    this.ws.onerror = (error) => {
      console.error('WebSocket error:', error);
    };
    this.ws.onclose = () => {
      console.log('Disconnected');
      this.onDisconnected();
    };
  }
  subscribe(service) {
    this.send({
      action: 'subscribe',
      service: service
    });
    this.subscriptions.add(service);
  }
  unsubscribe(service) {
    this.send({
      action: 'unsubscribe',
      service: service
    });
    this.subscriptions.delete(service);
  }
  getStatus() {
    this.send({ action: 'get_status' });
  }
  send(data) {
    if (this.ws && this.ws.readyState === WebSocket.OPEN) {
      this.ws.send(JSON.stringify(data));
    }
  }
  handleMessage(message) {
    console.log('Received:', message);
    switch (message.type) {
      case 'connection_established':
        console.log('Client ID:', message.data.client_id);
        break;
      case 'update':
        this.onUpdate(message.service, message.data);
        break;
      case 'error':
        console.error('Server error:', message.data.message);
        break;
    }
  }
  onConnected() {
    // Override in subclass
  }
  onDisconnected() {
    // Override in subclass
  }
  onUpdate(service, data) {
    // Override in subclass
    console.log(`Update from ${service}:`, data);
  }
}
// Usage
const client = new CryptoWebSocketClient();
client.connect('/ws/master');
client.onConnected = () => {
  client.subscribe('market_data');
  client.subscribe('whale_tracking');
};
client.onUpdate = (service, data) => {
  if (service === 'market_data') {
    console.log('Prices:', data.prices);
  } else if (service === 'whale_tracking') {
    console.log('Whale transactions:', data.large_transactions);
  }
};
